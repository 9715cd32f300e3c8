import { roles } from '../roles/roles.ts';
import { renderFile } from './build-prefix.ts';

export interface RepairPromptFields {
  readonly path: string;
  readonly content: string;
  readonly fence: string;
  /** What the checks saw, one entry a failing check, as the host recorded it. */
  readonly findings: readonly string[];
}

/** Shows the programmer a failing program with what was seen, and asks for the whole file again. */
export function repairPrompt(fields: RepairPromptFields): string {
  return [
    roles.programmer.duty,
    renderFile(fields.path, fields.content),
    'This program was run and is wrong:',
    ...fields.findings.map((finding) => `- ${finding}`),
    `Find the cause, then reply with the complete corrected file ${fields.path} in one \`\`\`${fields.fence} block and nothing else. The file must differ from the one above.`,
  ].join('\n');
}

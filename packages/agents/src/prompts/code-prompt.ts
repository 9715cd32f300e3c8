import { roles } from '../roles/roles.ts';
import { renderFile } from './build-prefix.ts';

export interface CodePromptFields {
  readonly path: string;
  readonly language: string;
  readonly fence: string;
  /** What this file holds, where there are several; empty for a one-file program. */
  readonly purpose: string;
  readonly features: readonly string[];
  /** Files of the program written before this one. */
  readonly written: readonly { readonly path: string; readonly content: string }[];
  /** Files of the plan that come after this one. */
  readonly later: readonly string[];
  /** Command lines that the finished file will be checked with, as typed. */
  readonly commands: readonly string[];
  /** Said where the plain request did not lead to a right program: what to watch, in one line each. */
  readonly hints: readonly string[];
}

/** Asks the programmer for one whole file. */
export function codePrompt(fields: CodePromptFields): string {
  const lines: string[] = [roles.programmer.duty];
  if (fields.features.length > 0)
    lines.push('Features agreed:', ...fields.features.map((text) => `- ${text}`));
  for (const file of fields.written) lines.push(renderFile(file.path, file.content));
  if (fields.later.length > 0) lines.push(`Written later by you: ${fields.later.join(', ')}.`);
  if (fields.commands.length > 0) {
    lines.push(
      'It is run exactly like this, with nobody to answer questions:',
      ...fields.commands.map((text) => `- ${text}`),
    );
  }
  if (fields.hints.length > 0) lines.push('Watch these:', ...fields.hints.map((text) => `- ${text}`));
  lines.push(
    `Write the file ${fields.path}${fields.purpose === '' ? '' : ` (${fields.purpose})`} in ${fields.language}, standard library only, following every rule of the task. Reply with the complete file in one \`\`\`${fields.fence} block and nothing else.`,
  );
  return lines.join('\n');
}

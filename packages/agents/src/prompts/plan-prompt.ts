import { roles } from '../roles/roles.ts';

/** Asks the CTO for the files of the program. */
export function planPrompt(fields: {
  language: string;
  mainFile: string;
  features: readonly string[];
  atMost: number;
}): string {
  return [
    roles.cto.duty,
    `Features agreed:`,
    ...fields.features.map((feature) => `- ${feature}`),
    `List the ${fields.language} files of the program, at most ${fields.atMost}, the main file ${fields.mainFile} last. One file is best if it stays under 200 lines. No test files. Answer with one line a file, nothing else:`,
    'FILE name: what it holds',
  ].join('\n');
}

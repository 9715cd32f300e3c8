import { roles } from '../roles/roles.ts';

/** Asks the CPO for the facts that the task leaves open: main file, use, features. */
export function specifyPrompt(fields: { language: string; exampleFile: string }): string {
  return [
    roles.cpo.duty,
    `The program is written in ${fields.language} with its standard library only. Decide what the task leaves open. Answer in exactly this form, nothing else:`,
    `FILE: name of the main program file, such as ${fields.exampleFile}`,
    'RUN: one command line that shows its main use',
    'FEATURES:',
    '- one short line for each feature, at most 8',
  ].join('\n');
}

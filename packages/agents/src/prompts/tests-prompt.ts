import { roles } from '../roles/roles.ts';

/** Asks the tester for examples as data; the host turns them into tests. */
export function testsPrompt(fields: {
  format: string;
  files: readonly string[];
  given: readonly string[];
}): string {
  const known =
    fields.given.length > 0
      ? ['These examples are known already, do not repeat them:', ...fields.given.map((text) => `- ${text}`)]
      : [];
  return [
    roles.tester.duty,
    `The program will be in ${fields.files.join(', ')}. Give up to 5 short examples of right behaviour that follow from the task without doubt.`,
    ...known,
    fields.format,
  ].join('\n');
}

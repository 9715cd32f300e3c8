import { roles } from '../roles/roles.ts';

/** Asks the CPO for the describing paragraph of the README; commands and tests are added by the host. */
export function documentPrompt(fields: { program: string; features: readonly string[] }): string {
  return [
    roles.cpo.duty,
    `The program ${fields.program} is finished. Features agreed:`,
    ...fields.features.map((text) => `- ${text}`),
    'Write two to four plain sentences for its README that say what it does for its user. No heading, no code, no list.',
  ].join('\n');
}

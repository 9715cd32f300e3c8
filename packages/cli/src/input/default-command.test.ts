import { expect, test } from 'vitest';
import { withDefaultCommand } from './default-command.ts';

const commands = ['build', 'resume'];

test.each([
  [['a to-do list'], ['build', 'a to-do list']],
  [['写一个程序'], ['build', '写一个程序']],
  [
    ['--json', 'a list'],
    ['build', '--json', 'a list'],
  ],
  [['-'], ['build', '-']],
  [['resume'], ['resume']],
  [['--help'], ['--help']],
  [[], ['--help']],
])('%j becomes %j', (given, expected) => {
  expect(withDefaultCommand(given, commands)).toEqual(expected);
});

test('a bare word that is no command is a usage error with the nearest name', () => {
  expect(() => withDefaultCommand(['biuld'], commands)).toThrow(/no command `biuld`/);
});

import { expect, test } from 'vitest';
import { checkContent, checkPath } from './path-gate.ts';

const refused = [
  '',
  '.',
  '..',
  '/',
  '/etc/passwd',
  '../a',
  'a/../b',
  'a/..',
  './a',
  'a//b',
  'a/',
  '~/a',
  '~root/a',
  'C:/a',
  'c:a',
  'a\\b',
  '..\\a',
  'a\0b',
  'a\nb',
  'a\tb',
  'a\u007f',
  'a\u200bb',
  '\u202etxt.py',
  'a<b',
  'a>b',
  'a"b',
  'a|b',
  'a?b',
  'a*b',
  'a:b',
  'a.',
  'a ',
  ' a',
  '-rf',
  'a/-b',
  'con',
  'CON.txt',
  'nul',
  'lpt1.py',
  'com1',
  'aux.js',
  'git~1',
  'PROGRA~1',
  '.git',
  '.GIT/config',
  'a/.git/hooks/x',
  '.g\u200cit/config',
  '.hg/x',
  '.svn',
  '.gitmodules',
  'a/.gitattributes',
  '.GitConfig',
  '.lfsconfig',
  '．．/a',
  '／etc/passwd',
  'ＣＯＮ',
  '．git/config',
  'e\u0301.py',
  'a'.repeat(241),
  `${'a'.repeat(121)}.py`,
  'a/'.repeat(17).concat('b'),
  '\ud800.py',
  'CVS',
];
const accepted = [
  'a.py',
  'main.py',
  'src/main.py',
  'a/b/c/d.txt',
  '.gitignore',
  '.env.example',
  'README.md',
  'été.py',
  '程序.py',
  'данные.json',
  'emoji🎉.txt',
  'a b.txt',
  "it's.txt",
  'a_b-c.d.e',
  '@scope/x.ts',
  'Makefile',
  '#notes.md',
  'a+b=c.txt',
  'gitignore',
  'a..b.txt',
];

test.each(refused)('refused: %j', (path) => {
  expect(checkPath(path)).toEqual(expect.any(String));
});

test.each(accepted)('accepted: %j', (path) => {
  expect(checkPath(path)).toBeNull();
});

test('at least 45 refused and 16 accepted names are tried', () => {
  expect(new Set(refused).size).toBeGreaterThanOrEqual(45);
  expect(new Set(accepted).size).toBeGreaterThanOrEqual(16);
});

test('a name that differs from an existing one only by case, or crosses a file, is refused', () => {
  expect(checkPath('Main.py', ['main.py'])).toContain('only by case');
  expect(checkPath('main.py', ['main.py'])).toBeNull();
  expect(checkPath('main.py/x', ['main.py'])).toContain('is a file');
  expect(checkPath('src', ['src/a.py'])).toContain('folder');
});

test('only text of at most 1 MiB is a file', () => {
  expect(checkContent('ok\n')).toBeNull();
  expect(checkContent('a\0b')).toContain('no text');
  expect(checkContent('a'.repeat(1024 * 1024 + 1))).toContain('1 MiB');
});

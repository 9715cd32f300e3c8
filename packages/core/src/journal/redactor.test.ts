import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

test('a host path inside another host path goes first, and replacements are not replaced again', () => {
  const redact = createRedactor({
    secrets: [],
    hostPaths: { '/srv/app': '/folder', '/srv/app/state/run-1': '/srv', '/srv/application': '/other' },
  });
  expect(redact('/srv/app/state/run-1/app/x /srv/app/x /srv/application/x')).toBe(
    '/srv/app/x /folder/x /other/x',
  );
});

test('secrets and paths are found as JSON and as addresses write them', () => {
  const redact = createRedactor({
    secrets: ['pass"word+/='],
    hostPaths: { '/home/someone/my project': '/folder' },
  });
  expect(redact(JSON.stringify({ key: 'pass"word+/=' }))).toBe('{"key":"[redacted]"}');
  expect(redact('https://host/?key=pass%22word%2B%2F%3D')).toBe('https://host/?key=[redacted]');
  expect(redact('file:///home/someone/my%20project/a')).toBe('file:///folder/a');
});

test('keys, lists and nested values are redacted, other values and short texts are left as they are', () => {
  const redact = createRedactor({ secrets: ['canary-1', 'short'], hostPaths: {} });
  const value = { 'canary-1': [{ deep: 'a canary-1' }, 1, null, true], short: 'short' };
  expect(redact(value)).toEqual({
    '[redacted]': [{ deep: 'a [redacted]' }, 1, null, true],
    short: 'short',
  });
  expect(createRedactor({ secrets: [], hostPaths: {} })(value)).toBe(value);
});

test('no text keeps a secret or a host path, and redacting twice changes nothing', () => {
  const [secret, path] = ['sk-.*canary$', '/home/someone/project'];
  const redact = createRedactor({ secrets: [secret], hostPaths: { [path]: '/folder' } });
  const pieces = fc.array(fc.oneof(fc.constantFrom(secret, path, '/', 'sk-', '\\', '"'), fc.string()));
  fc.assert(
    fc.property(pieces, (texts) => {
      const once = redact(texts.join(''));
      expect(once).not.toContain(secret);
      expect(once).not.toContain(path);
      expect(redact(once)).toBe(once);
    }),
  );
});

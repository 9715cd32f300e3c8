import { expect, test } from 'vitest';
import { deniedNumbers, type FilterArchitecture, specialNumber } from './denied-syscalls.ts';
import { filterAnswers, filterBytes, filterCodes, syscallFilter } from './syscall-filter.ts';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 };
const architectures: FilterArchitecture[] = ['x64', 'arm64'];

/** A small interpreter of the instructions used, over the fields of one system call. */
function judge(
  architecture: FilterArchitecture,
  call: { arch?: number; number: number; arguments?: number[] },
): number {
  const program = syscallFilter(architecture);
  let loaded = 0;
  for (let at = 0; at < program.length; at += 1) {
    const { code, whenTrue, whenFalse, value } = program[at] ?? {
      code: 0,
      whenTrue: 0,
      whenFalse: 0,
      value: 0,
    };
    if (code === filterCodes.give) return value;
    if (code === filterCodes.load) {
      if (value === 0) loaded = call.number;
      else if (value === 4) loaded = call.arch ?? audit[architecture];
      else loaded = call.arguments?.[(value - 16) / 8] ?? 0;
      continue;
    }
    const holds =
      code === filterCodes.equal
        ? loaded === value
        : code === filterCodes.atLeast
          ? loaded >= value
          : (loaded & value) !== 0;
    at += holds ? whenTrue : whenFalse;
  }
  throw new Error('the program ran off its end');
}

test.each(architectures)(
  '%s: every refused call fails with EPERM and everyday calls pass',
  (architecture) => {
    for (const number of deniedNumbers(architecture)) {
      expect(judge(architecture, { number })).toBe(filterAnswers.notPermitted);
    }
    const everyday =
      architecture === 'x64' ? [0, 1, 2, 3, 9, 59, 60, 202, 257] : [56, 57, 63, 64, 93, 98, 221, 222];
    for (const number of everyday) expect(judge(architecture, { number })).toBe(filterAnswers.allow);
  },
);

test.each(architectures)('%s: a foreign architecture is killed', (architecture) => {
  expect(judge(architecture, { arch: 0x40000003, number: 1 })).toBe(filterAnswers.kill);
});

test('x64: calls of the x32 table are refused', () => {
  expect(judge('x64', { number: 0x40000000 + 1 })).toBe(filterAnswers.notPermitted);
});

test.each(architectures)(
  '%s: clone makes threads and processes but no namespaces, clone3 does not exist',
  (architecture) => {
    const clone = specialNumber('clone', architecture);
    expect(judge(architecture, { number: clone, arguments: [0x3d0f00] })).toBe(filterAnswers.allow);
    for (const flag of [0x20000, 0x10000000, 0x20000000, 0x40000000, 0x80]) {
      expect(judge(architecture, { number: clone, arguments: [flag | 17] })).toBe(filterAnswers.notPermitted);
    }
    expect(judge(architecture, { number: specialNumber('clone3', architecture) })).toBe(
      filterAnswers.noSuchCall,
    );
  },
);

test.each(architectures)('%s: only local, internet and route sockets exist', (architecture) => {
  const socket = specialNumber('socket', architecture);
  for (const family of [1, 2, 10]) {
    expect(judge(architecture, { number: socket, arguments: [family, 1, 0] })).toBe(filterAnswers.allow);
  }
  expect(judge(architecture, { number: socket, arguments: [16, 3, 0] })).toBe(filterAnswers.allow);
  expect(judge(architecture, { number: socket, arguments: [16, 3, 12] })).toBe(filterAnswers.noSuchFamily);
  for (const family of [17, 38, 40, 31, 44, 30]) {
    expect(judge(architecture, { number: socket, arguments: [family, 1, 0] })).toBe(
      filterAnswers.noSuchFamily,
    );
  }
  const pair = specialNumber('socketpair', architecture);
  expect(judge(architecture, { number: pair, arguments: [1, 1, 0] })).toBe(filterAnswers.allow);
  expect(judge(architecture, { number: pair, arguments: [2, 1, 0] })).toBe(filterAnswers.noSuchFamily);
});

test.each(architectures)('%s: terminal injection is refused, other terminal calls pass', (architecture) => {
  const ioctl = specialNumber('ioctl', architecture);
  expect(judge(architecture, { number: ioctl, arguments: [0, 0x5412] })).toBe(filterAnswers.notPermitted);
  expect(judge(architecture, { number: ioctl, arguments: [0, 0x541c] })).toBe(filterAnswers.notPermitted);
  expect(judge(architecture, { number: ioctl, arguments: [0, 0x5401] })).toBe(filterAnswers.allow);
});

test('an instruction is eight bytes, little endian', () => {
  const bytes = filterBytes([{ code: 0x15, whenTrue: 1, whenFalse: 2, value: 0xc000003e }]);
  expect([...bytes]).toEqual([0x15, 0, 1, 2, 0x3e, 0, 0, 0xc0]);
});

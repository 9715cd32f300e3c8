import { expect, test } from 'vitest';
import { deniedNumbers, type FilterArchitecture, specialNumber } from './denied-syscalls.ts';
import { filterAnswers, filterBytes, syscallFilter } from './syscall-filter.ts';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 };
const architectures: FilterArchitecture[] = ['x64', 'arm64'];

interface SystemCall {
  readonly arch?: number;
  readonly number: number;
  /** The kernel hands over 64 bits of each. */
  readonly arguments?: readonly (number | bigint)[];
}

/** `struct seccomp_data`: number, architecture, instruction pointer, six arguments. */
function callData(architecture: FilterArchitecture, call: SystemCall): DataView {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, call.number, true);
  data.setUint32(4, call.arch ?? audit[architecture], true);
  for (const [index, argument] of (call.arguments ?? []).entries()) {
    data.setBigUint64(16 + index * 8, BigInt(argument), true);
  }
  return data;
}

/** An interpreter of classic BPF over the very bytes that the kernel gets, as strict as the kernel's checker. */
function judge(architecture: FilterArchitecture, call: SystemCall): number {
  const bytes = filterBytes(syscallFilter(architecture));
  const program = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = callData(architecture, call);
  let accumulator = 0;
  for (let at = 0; at < bytes.length; at += 8) {
    const code = program.getUint16(at, true);
    const [whenTrue, whenFalse] = [program.getUint8(at + 2), program.getUint8(at + 3)];
    const value = program.getUint32(at + 4, true);
    const jump = (holds: boolean): void => {
      at += (holds ? whenTrue : whenFalse) * 8;
    };
    if (code === 0x06) return value;
    if (code === 0x20) accumulator = data.getUint32(value, true);
    else if (code === 0x15) jump(accumulator === value);
    else if (code === 0x35) jump(accumulator >= value);
    else if (code === 0x45) jump((accumulator & value) !== 0);
    else throw new Error(`instruction ${code} at ${at / 8}`);
  }
  throw new Error('the program ran off its end');
}

test.each(architectures)('%s: of all numbers exactly those listed are refused', (architecture) => {
  const refused = new Set(deniedNumbers(architecture));
  const missing = ['clone3', 'memfd_create'] as const;
  const absent = new Set(missing.map((name) => specialNumber(name, architecture)));
  const judged = (['socket', 'socketpair'] as const).map((name) => specialNumber(name, architecture));
  for (let number = 0; number < 700; number += 1) {
    if (judged.includes(number)) continue;
    const expected = refused.has(number)
      ? filterAnswers.notPermitted
      : absent.has(number)
        ? filterAnswers.noSuchCall
        : filterAnswers.allow;
    expect([number, judge(architecture, { number })]).toEqual([number, expected]);
  }
});

test.each([
  ['x64', 'ptrace', 101],
  ['x64', 'mount', 165],
  ['x64', 'unshare', 272],
  ['x64', 'bpf', 321],
  ['x64', 'io_uring_setup', 425],
  ['x64', 'shmget', 29],
  ['x64', 'keyctl', 250],
  ['arm64', 'ptrace', 117],
  ['arm64', 'mount', 40],
  ['arm64', 'unshare', 97],
  ['arm64', 'bpf', 280],
  ['arm64', 'io_uring_setup', 425],
  ['arm64', 'shmget', 194],
  ['arm64', 'keyctl', 219],
] as const)('%s: %s is number %i and refused', (architecture, _, number) => {
  expect(judge(architecture, { number })).toBe(filterAnswers.notPermitted);
});

test.each([
  ['x64', [0, 1, 2, 3, 9, 10, 13, 39, 57, 59, 60, 61, 62, 202, 231, 257, 302, 334]],
  ['arm64', [56, 57, 63, 64, 93, 94, 98, 129, 172, 214, 215, 221, 222, 226, 260, 261, 293]],
] as const)('%s: everyday calls pass', (architecture, everyday) => {
  for (const number of everyday) expect(judge(architecture, { number })).toBe(filterAnswers.allow);
});

test.each(architectures)('%s: a foreign architecture is killed', (architecture) => {
  const others = [0x40000003, 0x40000028, ...Object.values(audit)].filter(
    (arch) => arch !== audit[architecture],
  );
  for (const arch of others) expect(judge(architecture, { arch, number: 1 })).toBe(filterAnswers.kill);
});

test('x64: calls of the x32 table are refused', () => {
  for (const number of [0x40000000, 0x40000001, 0x40000000 + 520, 0xffffffff]) {
    expect(judge('x64', { number })).toBe(filterAnswers.notPermitted);
  }
});

test.each(architectures)('%s: clone makes threads and processes but no namespaces', (architecture) => {
  const number = specialNumber('clone', architecture);
  for (const flags of [0x3d0f00, 17, 0x4111, 0x1200011]) {
    expect(judge(architecture, { number, arguments: [flags] })).toBe(filterAnswers.allow);
  }
  for (const flag of [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]) {
    expect(judge(architecture, { number, arguments: [flag | 17] })).toBe(filterAnswers.notPermitted);
  }
});

test.each(architectures)('%s: only local, internet and route sockets exist', (architecture) => {
  const number = specialNumber('socket', architecture);
  const socket = (...list: (number | bigint)[]): number => judge(architecture, { number, arguments: list });
  for (const family of [1, 2, 10]) expect(socket(family, 1, 0)).toBe(filterAnswers.allow);
  expect(socket(16, 3, 0)).toBe(filterAnswers.allow);
  for (const protocol of [4, 9, 12, 15]) expect(socket(16, 3, protocol)).toBe(filterAnswers.noSuchFamily);
  for (let family = 0; family < 64; family += 1) {
    if (![1, 2, 10, 16].includes(family)) expect(socket(family, 1, 0)).toBe(filterAnswers.noSuchFamily);
  }
  const pair = specialNumber('socketpair', architecture);
  expect(judge(architecture, { number: pair, arguments: [1, 1, 0] })).toBe(filterAnswers.allow);
  expect(judge(architecture, { number: pair, arguments: [2, 1, 0] })).toBe(filterAnswers.noSuchFamily);
});

test.each(architectures)('%s: terminal injection is refused, other terminal calls pass', (architecture) => {
  const number = specialNumber('ioctl', architecture);
  for (const request of [0x5412, 0x541c]) {
    expect(judge(architecture, { number, arguments: [0, request] })).toBe(filterAnswers.notPermitted);
  }
  expect(judge(architecture, { number, arguments: [0, 0x5401] })).toBe(filterAnswers.allow);
});

test.each(architectures)('%s: upper halves, which the kernel drops, hide nothing', (architecture) => {
  const upper = 0xdeadbeefn << 32n;
  const call = (name: Parameters<typeof specialNumber>[0], ...list: bigint[]): number =>
    judge(architecture, { number: specialNumber(name, architecture), arguments: list });
  expect(call('ioctl', 0n, upper | 0x5412n)).toBe(filterAnswers.notPermitted);
  expect(call('socket', upper | 40n, 1n, 0n)).toBe(filterAnswers.noSuchFamily);
  expect(call('socket', upper | 16n, 3n, upper | 12n)).toBe(filterAnswers.noSuchFamily);
  expect(call('clone', upper | 0x10000000n)).toBe(filterAnswers.notPermitted);
});

test.each(architectures)(
  '%s: every jump stays inside, the program is short enough and ends',
  (architecture) => {
    const program = syscallFilter(architecture);
    expect(program.length).toBeLessThan(4096);
    for (const [at, { code, whenTrue, whenFalse }] of program.entries()) {
      if ((code & 0x07) === 0x05) expect(at + 1 + Math.max(whenTrue, whenFalse)).toBeLessThan(program.length);
    }
    expect(program.at(-1)).toMatchObject({ code: 0x06, value: filterAnswers.allow });
  },
);

test('an instruction is eight bytes, little endian', () => {
  const bytes = filterBytes([{ code: 0x15, whenTrue: 1, whenFalse: 2, value: 0xc000003e }]);
  expect([...bytes]).toEqual([0x15, 0, 1, 2, 0x3e, 0, 0, 0xc0]);
});

import { deniedNumbers, type FilterArchitecture, specialNumber } from './denied-syscalls.ts';

/** One instruction of classic BPF, as the kernel's `struct sock_filter`. */
export interface FilterInstruction {
  readonly code: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly value: number;
}

const filterCodes = { load: 0x20, equal: 0x15, atLeast: 0x35, anyBit: 0x45, give: 0x06 } as const;
export const filterAnswers = {
  allow: 0x7fff0000,
  kill: 0x80000000,
  notPermitted: 0x00050001,
  noSuchCall: 0x00050026,
  noSuchFamily: 0x00050061,
} as const;

const auditNumbers: Record<FilterArchitecture, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };
const numberOffset = 0;
const architectureOffset = 4;
const argumentOffset = (index: number): number => 16 + index * 8;
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const namespaceFlags =
  0x80 | 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000;
const firstX32Number = 0x40000000;
const socketFamilies = { unix: 1, internet: 2, internet6: 10, netlink: 16 } as const;
const terminalInjection = [0x5412, 0x541c] as const;

const load = (offset: number): FilterInstruction => ({
  code: filterCodes.load,
  whenTrue: 0,
  whenFalse: 0,
  value: offset,
});
const give = (answer: number): FilterInstruction => ({
  code: filterCodes.give,
  whenTrue: 0,
  whenFalse: 0,
  value: answer,
});
/** Skips `count` instructions unless the loaded number equals the value. */
const unlessEqual = (value: number, count: number): FilterInstruction => ({
  code: filterCodes.equal,
  whenTrue: 0,
  whenFalse: count,
  value,
});

/**
 * The deny-list filter: foreign architectures are killed; x32 calls, tracing, namespaces, mounts, keys, modules,
 * clocks and their like fail with EPERM, and so does memory that belongs to no process and no file system (System V
 * segments and queues). clone3 fails with ENOSYS, so that libraries fall back to clone, whose flags can be judged,
 * memfd_create, so that they fall back to files; sockets but UNIX, INET, INET6 and NETLINK_ROUTE with EAFNOSUPPORT.
 */
export function syscallFilter(architecture: FilterArchitecture): FilterInstruction[] {
  const deny = give(filterAnswers.notPermitted);
  const allow = give(filterAnswers.allow);
  const number = (name: Parameters<typeof specialNumber>[0]): number => specialNumber(name, architecture);
  const program: FilterInstruction[] = [
    load(architectureOffset),
    { code: filterCodes.equal, whenTrue: 1, whenFalse: 0, value: auditNumbers[architecture] },
    give(filterAnswers.kill),
    load(numberOffset),
  ];
  if (architecture === 'x64') {
    program.push({ code: filterCodes.atLeast, whenTrue: 0, whenFalse: 1, value: firstX32Number }, deny);
  }
  for (const refused of deniedNumbers(architecture)) program.push(unlessEqual(refused, 1), deny);
  for (const name of ['clone3', 'memfd_create'] as const) {
    program.push(unlessEqual(number(name), 1), give(filterAnswers.noSuchCall));
  }
  program.push(
    unlessEqual(number('clone'), 4),
    load(argumentOffset(0)),
    { code: filterCodes.anyBit, whenTrue: 0, whenFalse: 1, value: namespaceFlags },
    deny,
    allow,
  );
  const terminal = terminalInjection.flatMap((request) => [unlessEqual(request, 1), deny]);
  program.push(
    unlessEqual(number('ioctl'), terminal.length + 2),
    load(argumentOffset(1)),
    ...terminal,
    allow,
  );
  program.push(...socketRules(number('socket')), ...familyRules(number('socketpair'), [socketFamilies.unix]));
  program.push(allow);
  return program;
}

function familyRules(number: number, families: readonly number[]): FilterInstruction[] {
  const allowed = families.flatMap((family) => [unlessEqual(family, 1), give(filterAnswers.allow)]);
  return [
    unlessEqual(number, allowed.length + 2),
    load(argumentOffset(0)),
    ...allowed,
    give(filterAnswers.noSuchFamily),
  ];
}

function socketRules(number: number): FilterInstruction[] {
  const plain = [socketFamilies.unix, socketFamilies.internet, socketFamilies.internet6].flatMap((family) => [
    unlessEqual(family, 1),
    give(filterAnswers.allow),
  ]);
  const route = [
    unlessEqual(socketFamilies.netlink, 3),
    load(argumentOffset(2)),
    unlessEqual(0, 1),
    give(filterAnswers.allow),
  ];
  return [
    unlessEqual(number, plain.length + route.length + 2),
    load(argumentOffset(0)),
    ...plain,
    ...route,
    give(filterAnswers.noSuchFamily),
  ];
}

/** The filter as the bytes that the kernel takes. */
export function filterBytes(program: readonly FilterInstruction[]): Uint8Array {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, instruction] of program.entries()) {
    bytes.writeUInt16LE(instruction.code, index * 8);
    bytes.writeUInt8(instruction.whenTrue, index * 8 + 2);
    bytes.writeUInt8(instruction.whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(instruction.value >>> 0, index * 8 + 4);
  }
  return bytes;
}

/** Runs inside, a process a check: imports the program, evaluates, reports a canonical encoding of the value. */
export const nodeEvaluator = `
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
const report = Number(process.env.BOTTEGA_REPORT);
delete process.env.BOTTEGA_REPORT;
const { stringify, parse } = JSON;
const leave = process.reallyExit.bind(process);
const write = writeSync;
const isArray = Array.isArray;
const show = inspect;
const text = String;
const entries = Object.entries;
const prototypeOf = Object.getPrototypeOf;
const plain = Object.prototype;
function encode(value, depth = 0) {
  if (value === null) return ['none'];
  if (value === undefined) return ['undefined'];
  if (typeof value === 'boolean') return ['bool', value];
  if (typeof value === 'number' || typeof value === 'bigint') return ['number', text(value)];
  if (typeof value === 'string') return ['text', value];
  if (depth > 40 || typeof value === 'function' || typeof value === 'symbol') return ['object', show(value)];
  if (isArray(value)) return ['list', Array.from({ length: value.length }, (_, index) => encode(value[index], depth + 1))];
  if (value instanceof Set) return ['set', [...value].map((member) => encode(member, depth + 1))];
  if (value instanceof Map) return ['map', [...value].map(([key, member]) => [encode(key, depth + 1), encode(member, depth + 1)])];
  if (value instanceof Date || value instanceof RegExp || value instanceof Error) return ['object', show(value)];
  return ['map', entries(value).map(([key, member]) => [['text', key], encode(member, depth + 1)])];
}
const [file, setup, expression] = parse(process.argv[2]);
process.argv.length = 2;
let stage = 'import';
let result;
try {
  let scope = {};
  if (file) {
    const module = await import(pathToFileURL(resolve(file)).href);
    const fallback = module.default;
    if (fallback !== null && (typeof fallback === 'object' || typeof fallback === 'function')) {
      for (const [key, member] of entries(fallback)) scope[key] = member;
      if (typeof fallback === 'function' && fallback.name) scope[fallback.name] = fallback;
    }
    for (const key of Object.keys(module)) if (key !== 'default') scope[key] = module[key];
  }
  stage = 'expression';
  const names = Object.keys(scope).filter((name) => /^[A-Za-z_$][\\w$]*$/.test(name));
  const AsyncFunction = (async () => {}).constructor;
  const body = setup.join(';\\n') + ';\\nreturn (' + expression + '\\n);';
  const value = await new AsyncFunction(...names, body)(...names.map((name) => scope[name]));
  result = { value: encode(value), shown: show(value, { depth: 6, breakLength: Infinity }).slice(0, 2000) };
} catch (error) {
  const names = [];
  for (let at = error; at !== null && at !== undefined && at !== plain; at = prototypeOf(at)) {
    const name = at.constructor?.name;
    if (name && !names.includes(name)) names.push(name);
  }
  if (error?.name && !names.includes(error.name)) names.unshift(text(error.name));
  result = { raised: names.length ? names : ['Error'], message: text(error?.message ?? error).slice(0, 500), stage };
  console.error(error);
}
write(report, stringify(result));
leave(0);
`;

import type { VerdictCode, VerdictKind } from '@bottega/core';

/** A program that is easily misjudged, and what it is. */
export interface JudgedProgram {
  readonly title: string;
  readonly file: 'main.py' | 'main.js';
  /** Null where the model writes no program at all. */
  readonly program: string | null;
  /** What ChatDev's judge says of it (waits three seconds, then looks for a traceback); null where it was not tried. */
  readonly chatDev: 'pass' | 'bug' | null;
  readonly expected: { readonly kind: VerdictKind; readonly code: VerdictCode };
}

const failed = { kind: 'failed', code: 'red-check' } as const;
const notLoading = { kind: 'failed', code: 'does-not-load' } as const;
const provesNothing = { kind: 'unverified', code: 'checks-prove-nothing' } as const;
const limitHit = { kind: 'unverified', code: 'limit-hit' } as const;
const python = { file: 'main.py', chatDev: 'pass' } as const;

/** Each is asked for as a program that starts with its plain command, and no output is given: none can be verified. */
export const judgedPrograms: readonly JudgedProgram[] = [
  { ...python, title: 'prints and exits 0', program: 'print("hello")\n', expected: provesNothing },
  {
    ...python,
    title: 'raises an exception',
    chatDev: 'bug',
    program: 'raise ValueError("no")\n',
    expected: failed,
  },
  { ...python, title: 'syntax error', program: 'def main(:\n    pass\n', expected: notLoading },
  { ...python, title: 'indentation error', program: 'def main():\nprint(1)\n', expected: notLoading },
  { ...python, title: 'no program', program: null, expected: { kind: 'failed', code: 'missing-files' } },
  { ...python, title: 'exits 1 silently', program: 'import sys\nsys.exit(1)\n', expected: failed },
  {
    ...python,
    title: 'exits 1 with a message',
    program: 'import sys\nsys.exit("no way")\n',
    expected: failed,
  },
  {
    ...python,
    title: 'segmentation fault',
    program: 'import ctypes\nctypes.string_at(0)\n',
    expected: failed,
  },
  { ...python, title: 'never ends', program: 'while True:\n    pass\n', expected: limitHit },
  {
    ...python,
    title: 'breaks after 5 s',
    program: 'import time\ntime.sleep(5)\nraise ValueError("late")\n',
    expected: failed,
  },
  {
    ...python,
    title: 'prints 1 MB, then breaks',
    program: 'print("x" * 1_000_000)\nraise ValueError("after much output")\n',
    expected: failed,
  },
  {
    ...python,
    title: 'handles an exception, prints its traceback, exits 0',
    chatDev: 'bug',
    program: 'import traceback\ntry:\n    int("x")\nexcept ValueError:\n    traceback.print_exc()\n',
    expected: provesNothing,
  },
  {
    ...python,
    title: 'opens a window',
    chatDev: 'bug',
    program: 'import tkinter\nwindow = tkinter.Tk()\nwindow.mainloop()\n',
    expected: { kind: 'unverified', code: 'display-needed' },
  },
  {
    ...python,
    title: 'asks for input',
    chatDev: 'bug',
    program: 'name = input("Name? ")\nprint("Hello", name)\n',
    expected: { kind: 'unverified', code: 'input-needed' },
  },
  {
    ...python,
    title: 'ignores the signal to end',
    program: 'import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(25)\n',
    expected: limitHit,
  },
  {
    file: 'main.js',
    chatDev: 'pass',
    title: 'broken JavaScript',
    program: 'function main( {\n  console.log("x")\n',
    expected: notLoading,
  },
  {
    ...python,
    chatDev: null,
    title: 'serves on a port',
    program:
      'from http.server import HTTPServer, SimpleHTTPRequestHandler\nHTTPServer(("127.0.0.1", 8123), SimpleHTTPRequestHandler).serve_forever()\n',
    expected: provesNothing,
  },
  {
    file: 'main.js',
    chatDev: null,
    title: 'serves, but answers with errors',
    program:
      'import { createServer } from "node:http";\ncreateServer((request, response) => response.writeHead(500).end()).listen(8124);\n',
    expected: failed,
  },
];

/**
 * Runs every group of truth cases for real and prints what held: pnpm truth [--only NAME]. Exit code 1 where a case
 * escaped, or a group holds fewer cases than it must.
 */
import { parseArgs } from 'node:util';
import { createBubblewrapSandbox, createProcessRunner } from '@bottega/core';
import { cheatsGroup, productJudge } from '../cheats/cheats-group.ts';
import { judgeProgram } from '../misjudged/judge-program.ts';
import { misjudgedGroup } from '../misjudged/misjudged-group.ts';
import { runGroups } from './run-groups.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const { signal } = new AbortController();
const sandbox = await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
const groups = [cheatsGroup(productJudge(sandbox)), misjudgedGroup(judgeProgram)];
const chosen = groups.filter((group) => values.only === undefined || group.name.includes(values.only));
process.exitCode = await runGroups(chosen, { signal, print: (line) => console.log(line) });

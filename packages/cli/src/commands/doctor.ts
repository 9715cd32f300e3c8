import { availableParallelism, freemem, totalmem } from 'node:os';
import { openModelStore } from '@bottega/agents';
import {
  BottegaError,
  createBubblewrapSandbox,
  createProcessRunner,
  findProgram,
  hasPython,
} from '@bottega/core';
import { exitCodes } from '../exit-codes.ts';

type Finding = readonly [good: boolean, text: string];

/** `bottega doctor`: what this machine can do; exit code 0 where a build can run. */
export async function doctorCommand(): Promise<number> {
  const findings: Finding[] = [platform(), await sandbox(), git(), python(), ...(await models())];
  for (const [good, text] of findings) process.stdout.write(`${good ? 'ok ' : 'no '} ${text}\n`);
  const gibibytes = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);
  process.stdout.write(
    `   ${availableParallelism()} cores, ${gibibytes(totalmem())} GiB memory, ${gibibytes(freemem())} GiB free\n`,
  );
  return findings[1]?.[0] === true ? exitCodes.verified : exitCodes.noSandbox;
}

function platform(): Finding {
  const name = `${process.platform} ${process.arch}, Node.js ${process.version}`;
  if (process.platform === 'linux')
    return [true, process.arch === 'arm64' ? `${name} (untested by us)` : name];
  return [false, `${name}: run Bottega in a Linux container or in WSL2 (untested)`];
}

async function sandbox(): Promise<Finding> {
  const { signal } = new AbortController();
  try {
    await createBubblewrapSandbox({ processRunner: createProcessRunner() }, { signal });
    return [true, 'sandbox: bubblewrap holds (self-test inside)'];
  } catch (error) {
    if (!BottegaError.isInstance(error)) throw error;
    return [false, `sandbox: ${error.message} ${error.remedy}`];
  }
}

function git(): Finding {
  const found = findProgram('git', process.env.PATH);
  return found === null ? [false, 'git is missing: apt-get install git'] : [true, 'git'];
}

function python(): Finding {
  return hasPython()
    ? [true, 'python3 for Python programs and the check runner']
    : [false, 'python3 is missing: apt-get install python3'];
}

async function models(): Promise<Finding[]> {
  return (await openModelStore().list()).map((model) => [
    model.present,
    `model ${model.name}: ${model.present ? 'here' : 'not pulled yet (a build pulls it)'}`,
  ]);
}

import { defaultRunsFolder, openRunStore } from '@bottega/core';
import { exitCodes } from '../exit-codes.ts';

const longestPrompt = 70;

/** `bottega runs`: the stored runs, newest first. */
export async function runsCommand(): Promise<number> {
  const runs = await openRunStore(defaultRunsFolder(process.env)).list();
  if (runs.length === 0) process.stdout.write('No runs yet. Start one: bottega build "…"\n');
  for (const run of runs) {
    const { prompt = '' } = run.request as { prompt?: string };
    const text = prompt.replaceAll(/\s+/g, ' ').slice(0, longestPrompt);
    process.stdout.write(`${run.id}  ${run.finished ? 'finished  ' : 'unfinished'}  ${text}\n`);
  }
  return exitCodes.verified;
}

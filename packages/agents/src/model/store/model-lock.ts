import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const waitMilliseconds = 300;

/** Waits until no other living process holds the lock, then takes it. `onWait` is called once where it has to wait. */
export async function lockModel(
  path: string,
  options: { readonly signal: AbortSignal; readonly onWait: (processId: number) => void },
): Promise<() => Promise<void>> {
  let told = false;
  for (;;) {
    options.signal.throwIfAborted();
    try {
      await writeFile(path, `${process.pid} ${await startOf(process.pid)}`, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [id = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
    if (id !== '' && (start === '' || (await startOf(Number(id))) !== start)) {
      await rm(path, { force: true });
      continue;
    }
    if (!told && id !== '') options.onWait(Number(id));
    told = true;
    await sleep(waitMilliseconds, undefined, { signal: options.signal }).catch(() => {});
  }
}

/** When a process started, in ticks since the machine's start; `none` where there is no such process. */
async function startOf(processId: number): Promise<string> {
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'none';
}

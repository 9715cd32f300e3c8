import { readdirSync, readFileSync } from 'node:fs';

const mostRounds = 5;

/** Kills every process whose environment names the folder of an ended run: daemons that left its process group. */
export function killLeftovers(folder: string): void {
  for (let round = 0; round < mostRounds; round += 1) {
    const left = processesNaming(folder);
    if (left.length === 0) return;
    for (const id of left) kill(id);
  }
}

function processesNaming(folder: string): number[] {
  try {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return ids.map(Number).filter((id) => id !== process.pid && environmentOf(id).includes(`${folder}/`));
  } catch {
    return [];
  }
}

function environmentOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

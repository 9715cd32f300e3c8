import { commandCheck } from './command-check.ts';
import { parseShellLine, splitWords } from './command-lines.ts';
import { needsEarlierRun } from './earlier-runs.ts';
import { isDenied } from './example-context.ts';
import type { FoundCommand } from './found-check.ts';
import type { RequestText } from './request-text.ts';
import { dedent, isExact } from './shown-output.ts';

/** Shell sessions: `$ python x.py 3 4` with what it prints on the next lines; `$ cat FILE` states what a file holds. */
export function transcripts(request: RequestText): FoundCommand[] {
  const { text, facts } = request;
  const found: FoundCommand[] = [];
  let files: Record<string, string> = {};
  for (const step of shellSteps(text)) {
    if (step.first) files = {};
    const shown = step.shown.join('\n');
    const cat = splitWords(step.line.replace(/^cat /, ''));
    if (/^cat /.test(step.line) && cat?.length === 1 && isExact(shown)) {
      files = { ...files, [cat[0] ?? '']: `${shown}\n` };
      continue;
    }
    const shell = parseShellLine(step.line);
    if (shell === null || !facts.deliverables.includes(shell.program)) continue;
    const failed = step.exitCode !== null && step.exitCode !== 0;
    if (shown === '' && step.exitCode === null) continue;
    if (!isExact(shown) || isDenied(text, step.at, step.end)) continue;
    if (step.exitCode === null && /^\s*(?:usage:|error\b|traceback)/i.test(shown)) continue;
    const stdout = failed ? null : shown;
    const outcome = { stdout, exitCode: step.exitCode ?? 0 };
    const example = commandCheck(request, step.at, shell, outcome, files);
    if (example !== null && !needsEarlierRun(request, example))
      found.push({ at: step.at, source: text.slice(step.at, step.end), ...example });
  }
  return found;
}

interface ShellStep {
  readonly at: number;
  readonly end: number;
  readonly line: string;
  readonly shown: readonly string[];
  /** What `echo $?` showed right after; null where it was not asked. */
  readonly exitCode: number | null;
  /** True for the first step of a session. */
  readonly first: boolean;
}

/** Lines with a `$ ` prompt and what stands under them, up to a blank line, the next prompt or the end of the fence. */
function shellSteps(text: string): ShellStep[] {
  const steps: ShellStep[] = [];
  let open: { at: number; end: number; line: string; shown: string[]; first: boolean } | null = null;
  let fresh = true;
  let offset = 0;
  const close = (): void => {
    if (open === null) return;
    const { shown, ...step } = open;
    const last = steps.at(-1);
    const code = /^\d+$/.exec(shown.join(' ').trim());
    if (step.line === 'echo $?' && last !== undefined && code !== null) {
      steps[steps.length - 1] = { ...last, exitCode: Number(code[0]) };
    } else {
      steps.push({ ...step, shown: dedent(shown.join('\n')).split('\n'), exitCode: null });
    }
    open = null;
  };
  for (const line of text.split('\n')) {
    const at = offset;
    offset += line.length + 1;
    const prompt = /^\s*\$ (.+)$/.exec(line)?.[1];
    if (prompt !== undefined) {
      close();
      open = { at, end: offset - 1, line: prompt.trim(), shown: [], first: fresh };
      fresh = false;
    } else if (/^\s*$/.test(line) || /^\s*(?:```|~~~)/.test(line)) {
      close();
      fresh = fresh || line.trim() !== '';
    } else if (open !== null) {
      open.shown.push(line);
      open.end = offset - 1;
    }
  }
  close();
  return steps;
}

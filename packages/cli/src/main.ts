import { BottegaError } from '@bottega/core';
import { Command, CommanderError } from 'commander';
import { exitCodeOfError, exitCodes } from './exit-codes.ts';
import { withDefaultCommand } from './input/default-command.ts';
import { version } from './version.ts';

const commandNames = ['build', 'resume', 'replay', 'runs', 'models', 'doctor'];

/** Runs the command line and resolves with its exit code; prints errors, never throws. */
export async function main(argumentList: readonly string[]): Promise<number> {
  let code: number = exitCodes.verified;
  const end = (result: number): void => {
    code = result;
  };
  try {
    const program = describeProgram(end);
    await program.parseAsync(withDefaultCommand(argumentList, commandNames), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.verified : exitCodes.usage;
    printError(error);
    return exitCodeOfError(error);
  }
}

/** The commands and their options; what they do is loaded only when one runs. */
function describeProgram(end: (code: number) => void): Command {
  const program = new Command('bottega')
    .description(
      'A virtual software company on your own machine: one sentence in, a tested program in a git repository out.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see bottega --help)')
    .addHelpText('after', helpText);
  const modelOptions = (command: Command): Command =>
    command
      .option('--model <name>', 'model of the catalogue, a GGUF file, or the name a server knows')
      .option('--base-url <address>', 'OpenAI-compatible server, up to and with /v1')
      .option('--api-key-variable <name>', 'environment variable that holds the key of the server');
  const budgetOptions = (command: Command): Command =>
    command
      .option('--max-calls <n>', 'model calls at most', positive)
      .option('--max-tokens <n>', 'prompt and completion tokens at most', positive)
      .option('--max-time <seconds>', 'active seconds at most', positive)
      .option('--json', 'print one event a line as JSON');
  budgetOptions(
    modelOptions(
      program.command('build').argument('[prompt]', 'what to build; - reads it from standard input'),
    ),
  )
    .description('build a program from a prompt')
    .option('--prompt-file <file>', 'read the prompt from a file')
    .option('--with <folder>', 'start files; protected unless the prompt says to change them')
    .option('--out <folder>', 'where the repository goes; absent or empty')
    .option('--sandbox <kind>', 'bubblewrap, or none: no isolation, at most `unverified`', 'bubblewrap')
    .option('--seed <n>', 'first seed', positive)
    .action(async (prompt, options) =>
      end(await (await import('./commands/build.ts')).buildCommand(prompt, options)),
    );
  budgetOptions(
    modelOptions(
      program.command('resume').argument('[run]', 'default: the newest unfinished one of this folder'),
    ),
  )
    .description('go on with an unfinished build; nothing stored is paid again')
    .action(async (run, options) =>
      end(await (await import('./commands/resume.ts')).resumeCommand(run, options)),
    );
  program
    .command('replay')
    .argument('<run>')
    .description('run a finished build again from its journal, without a model')
    .option('--json', 'print one event a line as JSON')
    .action(async (run, options) =>
      end(await (await import('./commands/replay.ts')).replayCommand(run, options)),
    );
  program
    .command('runs')
    .description('list the stored runs')
    .action(async () => end(await (await import('./commands/runs.ts')).runsCommand()));
  const models = program.command('models').description('list, pull, locate or remove embedded models');
  for (const [name, argument] of [
    ['list'],
    ['pull', '<name>'],
    ['path', '<name>'],
    ['remove', '<name>'],
  ] as const) {
    const command = models.command(name).option('--from <file>', 'with pull: take this GGUF file');
    if (argument !== undefined) command.argument(argument);
    command.action(async (...list: unknown[]) => {
      const { modelsCommand } = await import('./commands/models.ts');
      const options = list.at(-2) as { from?: string };
      end(await modelsCommand(name, argument === undefined ? '' : String(list[0]), options));
    });
  }
  program
    .command('doctor')
    .description('say what this machine can do')
    .action(async () => end(await (await import('./commands/doctor.ts')).doctorCommand()));
  return program;
}

const helpText = `
A prompt without a command builds it: bottega "words.py, which prints the number of words of the file given; for a
file holding \`one two three\` it prints \`3\`". Name a file, a command and an example with its output: only what can be
checked can be verified.

Exit codes: 0 verified, 1 built but not verified, 2 usage, 3 failed, 4 no model, 5 no sandbox, 6 budget, 7 waiting for
a person, 8 held by another process, 9 damaged run, 20 setup, 70 internal, 130 cancelled. Where several fit, the first
of: cancelled, internal, held, damaged, usage, no sandbox, no model, budget, waiting, failed, unverified, verified.`;

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new BottegaError({
    code: 'usage',
    message: `${text} is no number above 0.`,
    remedy: 'Give a number above 0.',
  });
}

function printError(error: unknown): void {
  if (BottegaError.isInstance(error)) {
    process.stderr.write(`Error: ${error.message}\n${error.remedy}\n`);
    return;
  }
  process.stderr.write(
    `Internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.stderr.write('This is a defect of Bottega; please report it with the lines above.\n');
}

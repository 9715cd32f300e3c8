import { openModelStore } from '@bottega/agents';
import { exitCodes } from '../exit-codes.ts';
import { runWithReporter } from './run-with-reporter.ts';

/** `bottega models list|pull|path|remove`. */
export async function modelsCommand(
  action: 'list' | 'pull' | 'path' | 'remove',
  name: string,
  options: { readonly from?: string },
): Promise<number> {
  const store = openModelStore();
  switch (action) {
    case 'list':
      for (const model of await store.list()) {
        const size = model.bytes === null ? 'size unknown' : `${Math.round(model.bytes / 1e6)} MB`;
        process.stdout.write(
          `${model.name}  ${model.present ? 'here' : 'not here'}  ${model.title}, ${model.parameters} billion parameters, ${model.contextTokens ?? 'unknown'} tokens window, ${size}, ${model.licence} (${model.note})\n`,
        );
      }
      return exitCodes.verified;
    case 'path':
      process.stdout.write(`${store.path(name)}\n`);
      return exitCodes.verified;
    case 'remove':
      await store.remove(name);
      return exitCodes.verified;
    case 'pull':
      return runWithReporter({}, async ({ signal, onEvent }) => {
        const from = options.from === undefined ? {} : { from: options.from };
        process.stdout.write(`${await store.ensure(name, { signal, emit: onEvent, ...from })}\n`);
        return exitCodes.verified;
      });
  }
}

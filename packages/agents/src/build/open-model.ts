import { BottegaError, type RunEvent } from '@bottega/core';
import type { ChatModel } from '../model/chat-model.ts';
import { withPolicy } from '../model/policy/with-policy.ts';
import { createEmbeddedModel } from '../model/providers/embedded/create-embedded-model.ts';
import { createOpenAiModel } from '../model/providers/openai/create-openai-model.ts';
import { probeServer } from '../model/providers/openai/probe-server.ts';
import { openModelStore } from '../model/store/index.ts';
import type { ModelChoice } from './build-options.ts';

export const defaultModel: ModelChoice = { provider: 'embedded', model: 'qwen2.5-coder-1.5b' };

/** Opens the chosen model behind the policy layer, pulling an embedded one where it is missing. */
export async function openModel(
  choice: ModelChoice,
  options: { readonly signal: AbortSignal; readonly emit: (event: RunEvent) => void },
): Promise<ChatModel> {
  switch (choice.provider) {
    case 'custom':
      return withPolicy(choice.model);
    case 'openai': {
      const apiKey = readKey(choice.apiKeyVariable);
      const server = {
        baseUrl: choice.baseUrl,
        model: choice.model,
        ...(apiKey === undefined ? {} : { apiKey }),
      };
      await probeServer(server, options);
      return withPolicy(createOpenAiModel(server));
    }
    case 'embedded': {
      const file = await openModelStore().ensure(choice.model, options);
      const threads = choice.threads === undefined ? {} : { threads: choice.threads };
      return withPolicy(await createEmbeddedModel({ name: modelName(choice), file, ...threads }));
    }
  }
}

/** Name of the chosen model as it is shown and journalled: never a host path. */
export function modelName(choice: ModelChoice): string {
  if (choice.provider === 'custom') return choice.model.name;
  return (
    choice.model
      .split('/')
      .at(-1)
      ?.replace(/\.gguf$/, '') ?? choice.model
  );
}

/** Secrets that may not be recorded. */
export function secretsOf(choice: ModelChoice): string[] {
  const key = choice.provider === 'openai' ? readKey(choice.apiKeyVariable) : undefined;
  return key === undefined ? [] : [key];
}

function readKey(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const key = process.env[variable];
  if (key === undefined || key === '') {
    throw new BottegaError({
      code: 'usage',
      message: `The environment variable ${variable} holds no key.`,
      remedy: `Set it: export ${variable}=…, or name another with --api-key-variable.`,
    });
  }
  return key;
}

import type { BudgetLimits, RunEvent, RunReport } from '@bottega/core';
import type { ChatModel } from '../model/chat-model.ts';

/** Which model answers: a name of the catalogue, a GGUF file, a server, or any ChatModel. */
export type ModelChoice =
  | { readonly provider: 'embedded'; readonly model: string; readonly threads?: number }
  | {
      readonly provider: 'openai';
      readonly baseUrl: string;
      readonly model: string;
      /** Name of the environment variable that holds the key; never the key. */
      readonly apiKeyVariable?: string;
    }
  | { readonly provider: 'custom'; readonly model: ChatModel };

export interface BuildOptions {
  /** What is wanted, in the person's words. */
  readonly prompt: string;
  /** Start files, relative path -> text; protected unless the prompt says to change them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder of the delivered repository; must be absent or empty. Default: a new folder named after the program, in `folder`. */
  readonly out?: string;
  /** Folder the person called from. Default: the process's. */
  readonly folder?: string;
  readonly model?: ModelChoice;
  /** `bubblewrap` (default), or `none`, which allows at most `unverified`. */
  readonly sandbox?: 'bubblewrap' | 'none';
  readonly budget?: BudgetLimits;
  /** First seed; every call derives its own from it. Default 1. */
  readonly seed?: number;
  /** Sees every event in order; must not throw. */
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
  /** Folder of stored runs. Default `$XDG_STATE_HOME/bottega/runs`. */
  readonly runsFolder?: string;
}

export interface BuildResult {
  readonly report: RunReport;
  /** Absolute folder of the delivered repository. */
  readonly folder: string;
}

import type { Run, Toolchain } from '@bottega/core';
import type { ChatMessage } from '../model/chat-model.ts';
import type { ModelOutput } from '../model/model-effect.ts';
import type { RoleKey } from '../roles/roles.ts';
import type { BuildState } from './build-state.ts';

/** What a phase may use: the seam, the toolchain, and a way to speak to models. No clock, file or network. */
export interface PhaseContext {
  readonly run: Run;
  readonly phase: string;
  readonly toolchain: Toolchain;
  /** First seed of the build; every call derives its own from it. */
  readonly seed: number;
  /** Says one turn of a role that the host wrote: free, and marked so in every view. */
  say(role: RoleKey, text: string): void;
  /** One paid answer; `run` is the branch it belongs to. */
  ask(request: AskModel): Promise<ModelOutput>;
}

export interface AskModel {
  readonly run: Run;
  /** Journal key, unique in the branch. */
  readonly key: string;
  readonly role: RoleKey;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** What a phase hands on. */
export interface PhaseOutcome {
  readonly state: BuildState;
  /** One line for the commit: which role did what. */
  readonly summary: string;
  /** Role that becomes the commit's author. */
  readonly author: RoleKey;
}

/** One step of the company: two roles, the first instructs, the second works. Data plus one function. */
export interface Phase {
  readonly name: string;
  readonly roles: readonly [RoleKey, RoleKey];
  run(context: PhaseContext, state: BuildState): Promise<PhaseOutcome>;
}

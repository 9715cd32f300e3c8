import type { CallCheck, CommandCheck, ScriptCheck } from './check.ts';

/** Where an example stands in a text, and its words. */
interface Place {
  readonly at: number;
  readonly source: string;
}

/** A call example found in a text, before it gets its file and number. */
export interface FoundCall extends Omit<CallCheck, 'kind' | 'file'>, Place {}

/** A command example found in a text, before it gets its number. */
export interface FoundCommand extends Omit<CommandCheck, 'kind'>, Place {}

/** A given test script that the text says to run, before it gets its number. */
export interface FoundScript extends Omit<ScriptCheck, 'kind'>, Place {}

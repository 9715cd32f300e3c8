export { type AskInput, type AskOutput, askEffect } from './ask-effect.ts';
export { type AskHandlerOptions, createAskHandler } from './ask-handler.ts';
export type * from './effect.ts';
export { type ExecInput, type ExecOutput, execEffect } from './exec-effect.ts';
export { createExecHandler } from './exec-handler.ts';
export { commitEffect, readEffect, writeEffect } from './workspace-effects.ts';

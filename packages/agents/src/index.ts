export type * from './build/build-options.ts';
export type * from './model/chat-model.ts';
export { ModelError, type ModelErrorKind } from './model/model-error.ts';

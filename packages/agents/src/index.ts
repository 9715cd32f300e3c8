export { build } from './build/build.ts';
export type * from './build/build-options.ts';
export { type ReplayOptions, replay } from './build/replay.ts';
export { type ResumeOptions, resume } from './build/resume.ts';
export type * from './model/chat-model.ts';
export { ModelError, type ModelErrorKind } from './model/model-error.ts';
export { openModelStore } from './model/store/index.ts';

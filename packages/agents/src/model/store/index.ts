export { openModelStore } from './open-model-store.ts';

export {
  createScriptedModel,
  type ScriptedModel,
  type ScriptedStep,
} from '../model/providers/scripted/create-scripted-model.ts';
export { type ContractSubject, chatModelContract } from './chat-model-contract.ts';
export {
  type MockAnswer,
  type MockPlaces,
  type MockServer,
  rawAnswer,
  refusedAnswer,
  startMockServer,
  streamedAnswer,
} from './mock-server.ts';
export { writeTinyGguf } from './tiny-gguf.ts';

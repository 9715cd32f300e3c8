export {
  createScriptedModel,
  type ScriptedModel,
  type ScriptedStep,
} from '../model/providers/scripted/create-scripted-model.ts';

export { createWorkspace } from './create-workspace.ts';
export { deliver } from './deliver.ts';
export { checkOutFolder, chooseOutFolder, folderName } from './out-folder.ts';
export type * from './workspace.ts';
export { createWorkspaceHandlers } from './workspace-handlers.ts';

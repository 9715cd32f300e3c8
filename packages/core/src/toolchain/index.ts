export { chooseToolchain } from './choose-toolchain.ts';
export { hasPython } from './python/create-python-toolchain.ts';
export type * from './toolchain.ts';

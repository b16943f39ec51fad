export { Sign } from './sign.tsx';
export { type SignMark, signPaths } from './sign-paths.ts';

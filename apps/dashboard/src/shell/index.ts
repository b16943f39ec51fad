export { Brand } from './brand.tsx';
export { Shell } from './shell.tsx';

export { healthSigns, type Ink, type Stroke } from './health-signs.ts';
export { Sign } from './sign.tsx';

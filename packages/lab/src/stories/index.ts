export { findStory, stories } from './list.ts';
export type { Diagnosis, Step, Story, Symptom, Write } from './story.ts';
export { tellPast, type Told } from './tell-past.ts';

export { findStory, stories, storyIn } from './list.ts';
export type { Diagnosis, Named, Step, Story, Symptom, Write } from './story.ts';
export { tellPast, type Told } from './tell-past.ts';
export { isNamed, whereOf } from './writes.ts';

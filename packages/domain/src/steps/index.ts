export { atOnce, eachInSteps, type InSteps } from './in-steps.ts';

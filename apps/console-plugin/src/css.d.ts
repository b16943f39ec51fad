/** Stylesheets are imported for their effect; webpack gathers them into files. */
declare module '*.css';

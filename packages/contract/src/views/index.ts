export { deleteView, listViews, SavedView, saveView, ViewDraft } from './views.ts';

export { TemplateGrid } from './template-grid.tsx';
export { TemplateLoop } from './template-loop.tsx';
export { TemplateScreen } from './template-screen.tsx';
export { type PreviewPictures, usePreviewPictures } from './use-preview-pictures.ts';
export { templatePath, useTemplateActs } from './use-template-acts.ts';

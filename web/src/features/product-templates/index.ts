export { TemplateLoop } from './template-loop.tsx';
export { type PreviewPictures, usePreviewPictures } from './use-preview-pictures.ts';

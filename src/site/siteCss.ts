/** The style sheet of the static pages: the palette of the workbench, and the few rules that the pages need. */
import theme from '../view/theme.css?raw';
import own from './site.css?raw';

export const siteCss = `${theme}\n${own}`;

export {visibleText} from '../data/visible-text.js';

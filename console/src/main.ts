/** The first script: asks for the language's texts while the application, which is large, is on its way. The page itself asks for the session. */
import 'antd/dist/antd.css';
import './app.css';
import { loadTexts, preferredLanguage } from './i18n/languages.js';

const [{ start }] = await Promise.all([import('./app.js'), loadTexts(preferredLanguage())]);
const root = document.getElementById('root');
if (root !== null) await start(root);

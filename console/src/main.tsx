import { createRoot } from 'react-dom/client';
import './no-code-from-strings.js';
import { App } from './app.js';
import './app.css';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);

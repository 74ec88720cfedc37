import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.js';
import './app.css';

// The policy of the page forbids code made from strings, which zod would try.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);

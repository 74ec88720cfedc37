/** Imported before any schema is made: the policy of the page forbids code made from strings, which zod would try. */
import { z } from 'zod';

z.config({ jitless: true });

import antd from 'antd/es/locale/ja_JP.js';
import { ja as errors } from './errors/ja.js';
import { ja as dictionary } from './ja.js';

export default { dictionary, errors, antd };

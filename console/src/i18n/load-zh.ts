import antd from 'antd/es/locale/zh_CN.js';
import { zh as errors } from './errors/zh.js';
import { zh as dictionary } from './zh.js';

export default { dictionary, errors, antd };

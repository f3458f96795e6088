import { headingKey, OTHER_HEADINGS, SKILL_HEADINGS, TITLES } from './section-names.ts';

/** The family names of nine people in ten, and those of two signs. Without one of them a first line of signs may be anything. */
const FAMILY_NAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪',
);
const DOUBLE_FAMILY_NAMES = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '司徒',
  '令狐',
  '东方',
];
const LONGEST_NAME = 60;
/** Words of posts and papers; a line with one of them is no name. */
const NOT_A_NAME =
  /经理|主管|专员|工程师|司机|工人|店员|助理|应聘|求职|manager|engineer|driver|assistant|associate|operator|resume|curriculum|vitae|profile|street|road|university|school/i;

const han = /^[\p{Script=Han}·]+$/u;
const words = /^\p{Lu}[\p{L}'’.-]*( (de|da|van|von|der|bin|al|el|la|\p{Lu}[\p{L}'’.-]*)){1,3}$/u;

/** Whether a line by itself may well be a name: a Chinese one with a common family name, or two to four words in capitals. */
export function isPlausibleName(line: string): boolean {
  const key = headingKey(line);
  if (line.length > LONGEST_NAME || NOT_A_NAME.test(line)) return false;
  if (TITLES.has(key) || SKILL_HEADINGS.has(key) || OTHER_HEADINGS.has(key)) return false;
  if (!han.test(line)) return words.test(line);
  const isDouble = DOUBLE_FAMILY_NAMES.some((family) => line.startsWith(family));
  return (line.length <= 3 && line.length >= 2 && FAMILY_NAMES.has(line[0] ?? '')) || (isDouble && line.length <= 4);
}

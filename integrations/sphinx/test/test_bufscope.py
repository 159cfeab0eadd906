"""Tests of the directive: real builds of the book beside it, with the real command line.

Run: ``/usr/bin/python3 -m unittest discover integrations/sphinx/test``. The command line must have
been built (``npm run build``).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Optional

HERE = Path(__file__).resolve().parent
BOOK = HERE.parent / 'book'
CLI = HERE.parents[2] / 'dist-cli/bufscope.js'
SITE = 'https://bufscope.example/'

sys.path.insert(0, str(HERE.parent))

import bufscope  # noqa: E402
from sphinx.cmd.build import build_main  # noqa: E402

SCRIPT = """title     T
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame
"""


class Built(NamedTuple):
    """What a build made and said."""

    out: Path
    code: int
    warnings: str
    said: str

    def text(self, name: str) -> str:
        """A file of the output."""
        return (self.out / name).read_text(encoding='utf-8')


class Page(HTMLParser):
    """The start tags of a page, and the text in each <pre> of a figure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Optional[str]]]] = []
        self.scripts: list[str] = []
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == 'bufscope-player':
            self.depth += 1
        if tag == 'pre' and self.depth:
            self.scripts.append('')

    def handle_endtag(self, tag: str) -> None:
        if tag == 'bufscope-player':
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth and self.scripts and self.tags[-1][0] == 'pre':
            self.scripts[-1] += data

    def all(self, tag: str) -> list[dict[str, Optional[str]]]:
        """The attributes of each element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


class Case(unittest.TestCase):
    """A folder for books, which is gone afterwards."""

    # Pictures and books that tests share, or they would take minutes.
    shared = tempfile.TemporaryDirectory(prefix='bufscope-sphinx-')
    built: dict[Any, Built] = {}

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix='bufscope-sphinx-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.player = Path(self.shared.name) / 'bufscope-player.js'
        self.player.write_text('"player";\n')

    def book(self, pages: dict[str, str], name: str = 'book') -> Path:
        """A book of these pages."""
        source = self.folder / name
        source.mkdir(exist_ok=True)
        conf = f'import sys\nsys.path.insert(0, {str(HERE.parent)!r})\n'
        (source / 'conf.py').write_text(f"{conf}project = 'Book'\nextensions = ['bufscope']\n")
        for page, text in pages.items():
            (source / page).write_text(text, encoding='utf-8')
        return source

    def build(
        self, source: Path, builder: str, *options: str, out: str = '', **config: str
    ) -> Built:
        """Builds a book, with a stand-in for the player's file."""
        known = (builder, out, tuple(sorted(config.items())))
        # The book is built in many tests; where nothing differs, once.
        if source == BOOK and known in self.built:
            return self.built[known]
        folder = Path(self.shared.name) if source == BOOK else self.folder
        target = folder / f'{source.name}-{out or builder}'
        usual = {'player': str(self.player), 'url': SITE, 'cache': f'{self.shared.name}/stills'}
        settings = {**{f'bufscope_{key}': value for key, value in usual.items()}, **config}
        defines = [part for key, value in settings.items() for part in ('-D', f'{key}={value}')]
        warnings = self.folder / 'warnings'
        words = ['-b', builder, '-w', str(warnings), '--color', '-d', f'{target}-trees', *options]
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(io.StringIO()):
            code = build_main([*words, *defines, str(source), str(target)])
        plain = re.sub(r'\x1b\[[0-9;]*m', '', warnings.read_text(encoding='utf-8'))
        built = Built(target, code, plain, said.getvalue())
        if source == BOOK:
            self.built[known] = built
        return built


class Options(unittest.TestCase):
    """What the options of the directive take."""

    def test_takes(self) -> None:
        for convert, given, wanted in [
            (bufscope.point, ' 12.3 ', '12.3'),
            (bufscope.pauses, '3, 7.2 ,9:4', '3,7.2,9:4'),
            (bufscope.words, 'room lanes', 'room,lanes'),
            (bufscope.length, '480', '480px'),
            (bufscope.length, '60 %', '60%'),
            (bufscope.switch, '', True),
            (bufscope.switch, None, True),
            (bufscope.switch, 'False', False),
            (bufscope.state, '', '1'),
            (bufscope.state, 'off', '0'),
        ]:
            with self.subTest(given=given):
                self.assertEqual(convert(given), wanted)

    def test_refuses(self) -> None:
        for convert, given in [
            (bufscope.point, '-1'),
            (bufscope.point, '1.2.3'),
            (bufscope.point, ''),
            (bufscope.pauses, '3;4'),
            (bufscope.words, 'room,<b>'),
            (bufscope.name, 'a"b'),
            (bufscope.length, '1px;color:red'),
            (bufscope.factor, 'fast'),
            (bufscope.switch, 'maybe'),
        ]:
            with self.subTest(given=given), self.assertRaises(ValueError):
                convert(given)

    def test_fragments_are_those_of_the_command_line(self) -> None:
        figure = bufscope.Figure('missed-clean', None, (('platform', 'x86'), ('at', '8')))
        command = ['node', str(CLI), 'link', 'missed-clean', '--platform', 'x86', '--at', '8']
        printed = subprocess.run(command, capture_output=True, encoding='utf-8', check=True).stdout
        made = bufscope.fragment('scenario=missed-clean', figure.shown())
        self.assertEqual(made, printed.strip())

    def test_checks_of_the_kernel_are_those_of_the_command_line(self) -> None:
        figure = bufscope.Figure('missed-clean', None, (('dma-debug', '0'), ('at', '8')))
        command = ['node', str(CLI), 'link', 'missed-clean', '--dma-debug', 'off', '--at', '8']
        printed = subprocess.run(command, capture_output=True, encoding='utf-8', check=True).stdout
        made = bufscope.fragment('scenario=missed-clean', figure.shown())
        self.assertEqual(made, printed.strip())

    def test_values_of_fragments_cannot_leave_their_place(self) -> None:
        self.assertEqual(bufscope.encode('a&b#c%"<ä+ '), 'a%26b%23c%25%22%3C%C3%A4%2B%20')


class Html(Case):
    """Pages with living figures."""

    def test_a_figure(self) -> None:
        built = self.build(BOOK, 'html')
        self.assertEqual((built.code, built.warnings), (0, ''))
        page = Page(built.text('index.html'))
        first, second = page.all('bufscope-player')
        self.assertEqual(
            (first['scenario'], first['at'], first['theme']), ('missed-clean', '7', 'auto')
        )
        self.assertEqual(first['workbench'], SITE)
        shown = {
            'platform': 'x86',
            'at': '5',
            'from': '5',
            'to': '7',
            'loop': '1',
            'controls': 'bar',
        }
        self.assertEqual({key: second.get(key) for key in shown}, shown)
        still = next(image for image in page.all('img') if image.get('class') == 'bufscope-still')
        self.assertIn('app on CPU 0 writes B to 64 bytes at p+0', still['alt'] or '')
        svg = built.text(still['src'] or '')
        self.assertIn(f'width="{still["width"]}" height="{still["height"]}"', svg)
        links = [link['href'] for link in page.all('a')]
        self.assertIn(f'{SITE}#scenario=missed-clean&at=7&v=1', links)

    def test_scripts_stay_text(self) -> None:
        built = self.build(BOOK, 'html')
        page = Page(built.text('own.html'))
        source = (BOOK / 'own.rst').read_text(encoding='utf-8')
        block = re.search(r'\n\n((?:   (?:title|platform) .*\n)(?:   .*\n|\n)+)', source)
        assert block is not None
        wanted = re.sub(r'(?m)^   ', '', block[1]).strip()
        self.assertEqual(page.scripts[0].strip(), wanted)
        self.assertEqual(
            page.scripts[1].strip(), (BOOK / 'scripts/handed-over.buf').read_text().strip()
        )
        self.assertEqual([image for image in page.all('img') if image.get('src') == 'x'], [])

    def test_only_pages_with_figures_load_the_player(self) -> None:
        built = self.build(BOOK, 'html')
        for name, wanted in [
            ('index', 1),
            ('own', 1),
            ('markdown', 1),
            ('plain', 0),
            ('genindex', 0),
        ]:
            with self.subTest(page=name):
                scripts = [
                    one.get('src') or '' for one in Page(built.text(f'{name}.html')).all('script')
                ]
                loaded = [one for one in scripts if 'bufscope-player.js' in one]
                self.assertEqual(len(loaded), wanted)
        self.assertEqual(built.text('_static/bufscope/bufscope-player.js'), '"player";\n')

    def test_folders_of_pages(self) -> None:
        source = self.book({'index.rst': 'T\n=\n\n.. toctree::\n\n   a/b\n', 'conf2': ''})
        (source / 'a').mkdir()
        (source / 'a/b.rst').write_text('B\n=\n\n.. bufscope:: missed-clean\n')
        for builder, page, up in [
            ('html', 'a/b.html', '../'),
            ('dirhtml', 'a/b/index.html', '../../'),
        ]:
            with self.subTest(builder=builder):
                built = self.build(source, builder, bufscope_url='workbench/')
                parsed = Page(built.text(page))
                still = next(
                    one for one in parsed.all('img') if one.get('class') == 'bufscope-still'
                )
                self.assertTrue((built.out / page).parent.joinpath(still['src'] or '').is_file())
                hrefs = [link['href'] for link in parsed.all('a')]
                self.assertIn(f'{up}workbench/#scenario=missed-clean&v=1', hrefs)
                script = next(
                    one['src']
                    for one in parsed.all('script')
                    if 'player' in (one.get('src') or '')
                )
                self.assertTrue(
                    (built.out / page).parent.joinpath((script or '').split('?')[0]).is_file()
                )

    def test_one_page_for_all(self) -> None:
        built = self.build(BOOK, 'singlehtml')
        self.assertEqual(len(Page(built.text('index.html')).all('bufscope-player')), 6)

    def test_an_iframe(self) -> None:
        built = self.build(BOOK, 'html', bufscope_mode='iframe', out='iframe')
        page = Page(built.text('index.html'))
        frames = page.all('iframe')
        self.assertEqual(len(frames), 2)
        shown = 'platform=x86&at=5&theme=auto&controls=bar&from=5&to=7&loop=1'
        self.assertEqual(frames[1]['src'], f'{SITE}embed.html#scenario=shootdown&{shown}&v=1')
        self.assertEqual(page.all('bufscope-player'), [])

    def test_stills_alone(self) -> None:
        built = self.build(BOOK, 'html', bufscope_mode='still', out='still')
        page = Page(built.text('index.html'))
        self.assertEqual(page.all('bufscope-player') + page.all('iframe'), [])
        self.assertEqual(
            len([one for one in page.all('img') if '_images/' in (one['src'] or '')]), 2
        )
        self.assertIn(
            f'{SITE}#scenario=missed-clean&at=7&v=1', [link.get('href') for link in page.all('a')]
        )

    def test_links_and_stills_of_the_author(self) -> None:
        options = '   :link: none\n   :still: own.svg\n   :alt: Mine\n'
        text = f'T\n=\n\n.. bufscope:: missed-clean\n{options}'
        source = self.book(
            {'index.rst': text, 'own.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>'}
        )
        page = Page(self.build(source, 'html').text('index.html'))
        still = next(one for one in page.all('img') if one.get('class') == 'bufscope-still')
        self.assertEqual((still['src'], still['alt']), ('_images/own.svg', 'Mine'))
        self.assertEqual([one for one in page.all('a') if SITE in (one.get('href') or '')], [])

    def test_player_still_and_link_are_the_same_run(self) -> None:
        # Without its checks the kernel does not see that nobody looked whether the map worked.
        rule = 'Breaks a rule: debug-unchecked'
        for said, wanted in [('on', '1'), ('off', '0')]:
            with self.subTest(said=said):
                options = f'   :at: 2\n   :view: lanes\n   :dma-debug: {said}\n'
                page = f'T\n=\n\n.. bufscope:: dma-debug-complains\n{options}'
                built = self.build(self.book({'index.rst': page}), 'html', out=said)
                self.assertEqual(built.warnings, '')
                parsed = Page(built.text('index.html'))
                self.assertEqual(parsed.all('bufscope-player')[0]['dma-debug'], wanted)
                link = f'{SITE}#scenario=dma-debug-complains&dma-debug={wanted}&at=2&v=1'
                self.assertIn(link, [one.get('href') for one in parsed.all('a')])
                stills = [one for one in parsed.all('img') if 'bufscope-' in (one['src'] or '')]
                shown = built.text(stills[0]['src'] or '')
                self.assertEqual(rule in shown, said == 'on')

    def test_breakpoints_go_into_player_and_link_and_the_language_into_the_player(self) -> None:
        options = '   :break: owner;frame+64\n   :lang: en\n'
        built = self.build(
            self.book({'index.rst': f'T\n=\n\n.. bufscope:: missed-clean\n{options}'}), 'html'
        )
        parsed = Page(built.text('index.html'))
        figure = parsed.all('bufscope-player')[0]
        self.assertEqual((figure['break'], figure['lang']), ('owner;frame+64', 'en'))
        link = f'{SITE}#scenario=missed-clean&break=owner%3Bframe%2B64&v=1'
        self.assertIn(link, [one.get('href') for one in parsed.all('a')])

    def test_markdown_keeps_numbers_as_written(self) -> None:
        page = '# T\n\n```{bufscope} shootdown\n:at: 6.10\n:pause: 9:4\n```\n'
        source = self.book({'index.md': page})
        built = self.build(source, 'html', extensions='bufscope,myst_parser')
        self.assertEqual(built.warnings, '')
        figure = Page(built.text('index.html')).all('bufscope-player')[0]
        self.assertEqual((figure['at'], figure['pause']), ('6.10', '9:4'))


class Paper(Case):
    """Formats in which nothing can be stepped."""

    def test_text(self) -> None:
        text = self.build(BOOK, 'text').text('index.txt')
        self.assertIn('The app writes while the GPU owns the frame', text)
        self.assertIn('\n   app@cpu0: write p+0 64 B\n', text)
        joined = re.sub(r'\s+', '', text)
        self.assertIn(f'Openinbufscope:{SITE}#scenario=missed-clean&at=7&v=1', joined)

    def test_latex(self) -> None:
        self.assertIsNotNone(shutil.which('rsvg-convert'), 'install librsvg2-bin')
        built = self.build(BOOK, 'latex')
        self.assertEqual((built.code, built.warnings), (0, ''))
        text = next(built.out.glob('*.tex')).read_text(encoding='utf-8')
        pictures = re.findall(
            r'\\sphinxincludegraphics(?:\[[^]]*\])?\{\{(bufscope-\w+)\}\.pdf\}', text
        )
        self.assertEqual(len(pictures), 6)
        for name in pictures:
            self.assertEqual((built.out / f'{name}.pdf').read_bytes()[:5], b'%PDF-')
        self.assertIn(r'\caption{The app writes while the GPU owns the frame', text)
        self.assertIn(rf'\sphinxurl{{{SITE}\#scenario=missed-clean\&at=7\&v=1}}', text)

    def test_latex_without_a_converter(self) -> None:
        # A PATH with node alone.
        programs = self.folder / 'programs'
        programs.mkdir()
        (programs / 'node').symlink_to(shutil.which('node') or '')
        before = os.environ['PATH']
        os.environ['PATH'] = str(programs)
        self.addCleanup(os.environ.__setitem__, 'PATH', before)
        built = self.build(BOOK, 'latex', out='words')
        self.assertEqual(built.code, 0)
        self.assertRegex(built.warnings, r'index\.rst:\d+: WARNING: bufscope: nothing turns SVG')
        self.assertEqual(built.warnings.count('nothing turns SVG'), 1, 'once a document')
        text = next(built.out.glob('*.tex')).read_text(encoding='utf-8')
        self.assertNotIn('includegraphics{{bufscope', text)
        self.assertIn('app on CPU 0 writes B to 64 bytes at p+0', text)

    def test_epub(self) -> None:
        built = self.build(BOOK, 'epub', version='1')
        with zipfile.ZipFile(next(built.out.glob('*.epub'))) as book:
            names = book.namelist()
            page = book.read('index.xhtml').decode()
        self.assertEqual([name for name in names if name.endswith('bufscope-player.js')], [])
        self.assertEqual(
            len([name for name in names if re.search(r'images/bufscope-\w+\.svg$', name)]), 6
        )
        self.assertNotIn('<bufscope-player', page)
        self.assertIn(f'{SITE}#scenario=missed-clean&amp;at=7&amp;v=1', page)

    def test_manual_page(self) -> None:
        options = '   :at: 7\n   :caption: Cap\n'
        source = self.book({'index.rst': f'T\n=\n\n.. bufscope:: missed-clean\n{options}'})
        with (source / 'conf.py').open('a') as conf:
            conf.write("man_pages = [('index', 'book', 'T', 'A', 1)]\n")
        text = self.build(source, 'man').text('book.1')
        self.assertRegex(text, r'(?m)^Cap$')
        self.assertIn('write p+0 64 B', text)
        # The writer may allow breaks in an address.
        self.assertIn('scenario=missed-clean', re.sub(r'\\[:%]?', '', text))

    def test_links_are_no_places_in_pages(self) -> None:
        class Workbench(BaseHTTPRequestHandler):
            """A page in which nothing is called as fragments begin."""

            def do_GET(self) -> None:  # noqa: N802 (http.server names it so)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'<html></html>')

            do_HEAD = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(('127.0.0.1', 0), Workbench)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        source = self.book({'index.rst': 'T\n=\n\n.. bufscope:: missed-clean\n'})
        url = f'http://127.0.0.1:{server.server_port}/'
        built = self.build(source, 'linkcheck', bufscope_url=url)
        self.assertEqual((built.code, built.text('output.txt')), (0, ''))
        self.assertIn(f'{url}#scenario=missed-clean&v=1', built.text('output.json'))


class Trouble(Case):
    """What is said, and that the page is built all the same."""

    def test_no_command_line(self) -> None:
        built = self.build(BOOK, 'html', bufscope_command='', out='uncommanded')
        self.assertEqual(built.code, 0)
        self.assertRegex(built.warnings, r'index\.rst:7: WARNING: bufscope: no command line')
        self.assertEqual(built.warnings.count('no command line'), 3, 'once a page')
        page = Page(built.text('own.html'))
        self.assertEqual(len(page.all('bufscope-player')), 2)
        address = next(link['href'] for link in page.all('a') if SITE in (link.get('href') or ''))
        self.assertIn('#script=title%20%20%20%20%20A%20%3C%20B%20%26%26', address)

    def test_no_player(self) -> None:
        missing = 'nowhere/bufscope-player.js'
        built = self.build(BOOK, 'html', bufscope_player=missing, out='unplayed')
        self.assertEqual(built.code, 0)
        self.assertIn('WARNING: bufscope: no player at', built.warnings)
        page = Page(built.text('index.html'))
        self.assertEqual(page.all('bufscope-player'), [])
        self.assertEqual(
            len([one for one in page.all('img') if '_images/' in (one['src'] or '')]), 2
        )

    def test_mistakes_in_scripts_have_places(self) -> None:
        script = SCRIPT + 'app@cpu0: wirte p+0 64 A\n'
        indented = ''.join(
            f'   {line}' if line.strip() else line for line in script.splitlines(True)
        )
        pages = {
            'index.rst': 'T\n=\n\n.. toctree::\n\n   md\n\n'
            f'.. bufscope::\n   :at: 1\n\n{indented}\nText.\n',
            'md.md': f'# T\n\nText.\n\n```{{bufscope}}\n:at: 1\n\n{script}```\n',
        }
        built = self.build(self.book(pages), 'html', extensions='bufscope,myst_parser')
        # The seventh line of the script, which begins on lines 11 and 8.
        self.assertRegex(
            built.warnings, r'index\.rst:17: WARNING: bufscope: script 7:11: error: .wirte'
        )
        self.assertRegex(
            built.warnings, r'md\.md:14: WARNING: bufscope: script 7:11: error: .wirte'
        )
        self.assertIn('wirte p+0 64 A', built.text('index.html'))
        self.assertEqual(Page(built.text('index.html')).all('bufscope-player'), [])
        strict = self.build(
            self.folder / 'book', 'html', '-W', out='strict', extensions='bufscope,myst_parser'
        )
        self.assertNotEqual(strict.code, 0)

    def test_mistakes_in_files(self) -> None:
        pages = {
            'index.rst': 'T\n=\n\n.. bufscope::\n   :file: a.buf\n',
            'a.buf': f'{SCRIPT}nonsense\n',
        }
        built = self.build(self.book(pages), 'html')
        self.assertRegex(
            built.warnings, r'index\.rst:4: WARNING: bufscope: script a\.buf:7:1: error'
        )

    def test_unknown_names(self) -> None:
        pages = {
            'index.rst': 'T\n=\n\n.. bufscope:: missed-claen\n\n'
            '.. bufscope:: shootdown\n   :at: 99\n'
        }
        built = self.build(self.book(pages), 'html')
        self.assertEqual(built.code, 0)
        self.assertRegex(
            built.warnings, r'index\.rst:4: WARNING: bufscope: .*did you mean missed-clean'
        )
        self.assertRegex(built.warnings, r'index\.rst:6: WARNING: bufscope: .*99')

    def test_wrong_use(self) -> None:
        for text, wanted in [
            ('.. bufscope::\n', 'needs one of these'),
            ('.. bufscope:: missed-clean\n\n   title T\n', 'needs one of these'),
            ('.. bufscope::\n   title T\n', 'leave an empty line'),
            ('.. bufscope:: missed-clean\n   :at: soon\n', 'a step such as 12'),
            ('.. bufscope::\n   :file: ../../../nowhere.buf\n', 'cannot be read'),
        ]:
            with self.subTest(text=text):
                built = self.build(self.book({'index.rst': f'T\n=\n\n{text}'}), 'html', '-E')
                self.assertIn('index.rst:4: ERROR', built.warnings)
                self.assertIn(wanted, built.warnings)


class Again(Case):
    """Builds after the first, and builds with several processes."""

    def counting_command(self) -> tuple[str, Path]:
        """The command line, and a file to which each call adds a line."""
        log, program = self.folder / 'calls', self.folder / 'counted'
        log.write_text('')
        program.write_text(f'#!/bin/sh\necho "$1" >> {log}\nexec node {CLI} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return str(program), log

    def test_pictures_are_made_once(self) -> None:
        command, log = self.counting_command()
        source = self.book({'index.rst': 'T\n=\n\n.. bufscope:: missed-clean\n   :at: 7\n'})
        # Kept where Sphinx keeps what it has read.
        self.build(source, 'html', bufscope_command=command, bufscope_cache='')
        self.assertEqual(sorted(log.read_text().split()), ['--version', 'render', 'render'])
        log.write_text('')
        built = self.build(source, 'html', '-E', bufscope_command=command, bufscope_cache='')
        self.assertEqual(log.read_text().split(), ['--version'])
        self.assertIn('bufscope-still', built.text('index.html'))

    def test_a_page_follows_its_script(self) -> None:
        pages = {'index.rst': 'T\n=\n\n.. bufscope::\n   :file: a.buf\n', 'a.buf': SCRIPT}
        source = self.book(pages)
        self.build(source, 'html')
        unchanged = self.build(source, 'html')
        self.assertIn('no targets are out of date', unchanged.said)
        (source / 'a.buf').write_text(SCRIPT.replace('title     T', 'title     Another'))
        self.assertIn('title     Another', self.build(source, 'html').text('index.html'))

    def test_pages_follow_the_command_line(self) -> None:
        command, _ = self.counting_command()
        source = self.book({'index.rst': 'T\n=\n\n.. bufscope:: missed-clean\n'})
        with (source / 'conf.py').open('a') as conf:
            conf.write(f'import shutil\nbufscope_command = shutil.which({command!r}) or ""\n')
        first = self.build(source, 'html')
        self.assertNotIn('no command line', first.warnings)
        version = Path(command).read_text()
        Path(command).write_text(
            version.replace('exec node', 'test "$1" = --version && echo 99 && exit\nexec node')
        )
        self.assertNotIn('no targets are out of date', self.build(source, 'html').said)
        self.assertIn('no targets are out of date', self.build(source, 'html').said)

    def test_parallel_builds_are_alike(self) -> None:
        names = [f'p{number}' for number in range(12)]
        index = 'T\n=\n\n.. toctree::\n\n' + ''.join(f'   {name}\n' for name in names)
        page = 'P\n=\n\n.. bufscope:: missed-clean\n   :at: 7\n   :caption: C\n'
        source = self.book({'index.rst': index, **{f'{name}.rst': page for name in names}})
        one = self.build(source, 'html', out='one')
        many = self.build(source, 'html', '-j', '4', out='many')
        self.assertEqual((one.warnings, many.warnings), ('', ''))
        for name in names:
            self.assertEqual(one.text(f'{name}.html'), many.text(f'{name}.html'))


def load_tests(loader: unittest.TestLoader, tests: Any, pattern: Any) -> Any:
    """All of them need the command line."""
    if not CLI.is_file():
        raise SystemExit(f'{CLI} is missing: npm run build')
    return tests


if __name__ == '__main__':
    unittest.main()

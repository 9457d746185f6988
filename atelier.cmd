@echo off
rem Starts Atelier from its checkout; builds it first when there is no build or a source is newer.
rem A JDK 17 or newer and Maven are all it needs.
rem   ATELIER_JAVA_OPTS    more options for the JVM, such as -Xmx2g
rem   ATELIER_MAVEN_OPTS   more options for the build, such as -Pcuda
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0.") do set "ROOT=%%~fI"
set "TARGET=%ROOT%\cli\target"
set "ARGUMENTS=%TARGET%\classpath.args"

rem --- a JDK: JAVA_HOME, then java on the path, then the usual places
set "JDK="
set "TOO_OLD="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined JDK where java >nul 2>&1 && call :ask_java
if not defined JDK for %%V in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft") do (
    for /d %%D in ("%ProgramFiles%\%%~V\*") do call :consider "%%~fD"
)
if not defined JDK goto no_jdk

rem --- build once
call :stale
if not errorlevel 1 goto start
call :build
if errorlevel 1 exit /b 1

:start
"%JDK%\bin\java.exe" -XX:+UseSerialGC -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED %ATELIER_JAVA_OPTS% "@%ARGUMENTS%" dev.atelier.cli.Main %*
exit /b %ERRORLEVEL%

:no_jdk
>&2 echo atelier: no JDK 17 or newer found (JAVA_HOME, the path, the usual places%TOO_OLD%); install one or set JAVA_HOME
exit /b 1

:no_maven
>&2 echo atelier: Maven is missing: install it (3.8 or newer), so that mvn is on the path
exit /b 1

:build_failed
>&2 findstr /c:"[ERROR]" /c:"[FATAL]" "%TARGET%\build.log"
>&2 echo atelier: the build failed; all of it is in %TARGET%\build.log
exit /b 1

rem --- takes the JDK in folder %1 when there is none yet and it is new enough
:consider
if defined JDK exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "MAJOR="
for /f "tokens=2 delims==" %%R in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
    for /f "tokens=1,2 delims=.-+_ " %%A in ("%%~R") do if "%%A"=="1" (set "MAJOR=%%B") else (set "MAJOR=%%A")
)
if not defined MAJOR exit /b 0
if %MAJOR% GEQ 17 (set "JDK=%~1") else (set "TOO_OLD=%TOO_OLD%; %~1 has %MAJOR%")
exit /b 0

rem --- asks the java on the path where its home is
:ask_java
for /f "tokens=1,* delims== " %%A in ('java -XshowSettings:properties -version 2^>^&1') do if "%%A"=="java.home" call :consider "%%B"
exit /b 0

rem --- errorlevel 1 when a build is needed: no class path, a jar gone, a source newer
:stale
if not exist "%ARGUMENTS%" exit /b 1
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
    "$built = (Get-Item -LiteralPath $env:ARGUMENTS).LastWriteTimeUtc;" ^
    "$jars = (Get-Content -LiteralPath \"$env:TARGET\classpath.txt\").Split(';');" ^
    "foreach ($jar in $jars) { if (-not (Test-Path -LiteralPath $jar)) { exit 1 } };" ^
    "$roots = 'pom.xml', 'core\pom.xml', 'cli\pom.xml', 'core\src\main', 'cli\src\main' | ForEach-Object { Join-Path $env:ROOT $_ };" ^
    "$files = @(Get-Item -LiteralPath $roots) + @(Get-ChildItem -LiteralPath $roots -Recurse);" ^
    "if ($files | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }; exit 0"
exit /b %ERRORLEVEL%

:build
set "MAVEN=mvn"
if exist "%ROOT%\mvnw.cmd" set "MAVEN=%ROOT%\mvnw.cmd"
if "%MAVEN%"=="mvn" where mvn >nul 2>&1 || goto no_maven
if not exist "%TARGET%" mkdir "%TARGET%"
type nul >"%TARGET%\started"
>&2 echo atelier: building once (about a minute)...
set "JAVA_HOME=%JDK%"
del /q "%ROOT%\core\target\launcher\*.jar" "%ROOT%\cli\target\launcher\*.jar" 2>nul
pushd "%ROOT%"
call "%MAVEN%" -B -ntp -q -Dquick -Dmaven.test.skip "-Dbuild.folder=target/launcher" %ATELIER_MAVEN_OPTS% -pl cli -am package >"%TARGET%\build.log" 2>&1
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" goto build_failed
rem Windows locks the jars of a training that runs: each build gets a folder, and the folders nobody uses go
for /d %%D in ("%TARGET%\app-*") do rd /s /q "%%D" 2>nul
set "APP=%TARGET%\app-%RANDOM%%RANDOM%"
mkdir "%APP%"
for %%M in (core cli) do copy /y "%ROOT%\%%M\target\launcher\atelier-%%M-*.jar" "%APP%\atelier-%%M.jar" >nul || exit /b 1
rem the class path is too long for a command line here: an argument file, quoted, with its slashes turned round
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
    "$libraries = (Get-Content -Raw -LiteralPath \"$env:TARGET\launcher\libraries.txt\").Trim();" ^
    "$path = \"$env:APP\atelier-cli.jar;$env:APP\atelier-core.jar;$libraries\";" ^
    "$plain = New-Object System.Text.UTF8Encoding $false;" ^
    "[IO.File]::WriteAllText(\"$env:TARGET\classpath.txt\", $path, $plain);" ^
    "[IO.File]::WriteAllText($env:ARGUMENTS, '-cp \"' + $path.Replace('\', '/') + '\"', [Text.Encoding]::Default);" ^
    "(Get-Item -LiteralPath $env:ARGUMENTS).LastWriteTimeUtc = (Get-Item -LiteralPath \"$env:TARGET\started\").LastWriteTimeUtc"
exit /b %ERRORLEVEL%

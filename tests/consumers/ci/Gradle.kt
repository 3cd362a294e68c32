// As much of Gradle's and Android's build language as build.gradle.kts uses, so that it can be
// compiled and run without them: `preBuild` runs what it depends on, and the folder of sources is
// printed. The name of the project's folder is the program's argument.
import java.io.File
import kotlin.system.exitProcess

class Folder(val asFile: File) {
    fun dir(path: String) = Folder(asFile.resolve(path))
}

class Provider<T>(private val value: T) {
    fun get() = value
}

class Files {
    fun dir(@Suppress("UNUSED_PARAMETER") path: Any) = Unit
}

open class Task {
    val inputs = Files()
    val outputs = Files()
    private val before = mutableListOf<Task>()

    fun dependsOn(vararg tasks: Task) = before.addAll(tasks)

    open fun run() {
        before.forEach { it.run() }
    }
}

class Exec : Task() {
    private var words = listOf<String>()

    fun commandLine(vararg words: Any) {
        this.words = words.map { it.toString() }
    }

    override fun run() {
        super.run()
        val status = ProcessBuilder(words).inheritIO().start().waitFor()
        if (status != 0) exitProcess(status)
    }
}

class Tasks {
    val all = mutableMapOf<String, Task>("preBuild" to Task())

    inline fun <reified T : Task> register(name: String, configure: T.() -> Unit): T {
        val task = T::class.java.getDeclaredConstructor().newInstance()
        all[name] = task
        task.configure()
        return task
    }

    fun named(name: String, configure: Task.() -> Unit) = all.getValue(name).configure()
}

class Layout(folder: File) {
    val buildDirectory = BuildFolder(folder.resolve("build"))
}

class BuildFolder(private val folder: File) {
    fun dir(path: String) = Provider(Folder(folder.resolve(path)))
}

class SourceFolders {
    fun srcDir(path: Any) = println(path)
}

class SourceSet {
    val kotlin = SourceFolders()
}

class SourceSets {
    private val all = mapOf("main" to SourceSet())

    operator fun get(name: String) = all.getValue(name)
}

class Android {
    val sourceSets = SourceSets()
}

abstract class Project(val rootDir: File) {
    val layout = Layout(rootDir)
    val tasks = Tasks()
    val android = Android()

    abstract fun build()
}

fun main(arguments: Array<String>) {
    val project = Script(File(arguments[0]))
    project.build()
    project.tasks.named("preBuild") { run() }
}
